#!/bin/sh
# Compiles the native addon of @tensorflow/tfjs-node for the Node at hand, against the libraries and headers inside the
# wheel of TensorFlow on PyPI. For Node versions and machines that its own installation has no download for.
#
#   sh compile-tfjs-node.sh [--gpu] [FOLDER]     FOLDER: .sid/tfjs-node where absent
#
# Needs Linux (x64 or arm64, glibc), node, npm, g++ with C++17, python3 with pip (to fetch and unpack, whatever its
# version), npm's and PyPI's registries, and 3 GB of disk; 1.1 GB stay. --gpu makes @tensorflow/tfjs-node-gpu, which then wants an
# NVIDIA driver, CUDA 12 and cuDNN 9 on the library path when it runs.
set -eu

package=tfjs-node
wheel=tensorflow-cpu
variable=SID_TFJS_NODE
if [ "${1:-}" = --gpu ]; then
  package=tfjs-node-gpu
  wheel=tensorflow
  variable=SID_TFJS_NODE_GPU
  shift
fi
version=2.21.0
mkdir -p "${1:-.sid/$package}"
folder=$(cd "${1:-.sid/$package}" && pwd)
machine=$(uname -m)

for program in node npm g++ python3; do
  command -v "$program" >/dev/null || { echo "$program is needed and was not found." >&2; exit 1; }
done

cd "$folder"
echo "1/4 sources of the addon, from npm"
printf '{ "private": true }\n' >package.json
# Without its install script, which would fetch libraries from elsewhere.
npm install --ignore-scripts --no-audit --no-fund "@tensorflow/$package@4.22.0" node-api-headers@1.9.0
module="$folder/node_modules/@tensorflow/$package"

echo "2/4 libraries, from PyPI ($wheel $version)"
python3 -m pip download --no-deps --only-binary :all: --python-version 3.12 --implementation cp \
  --platform "manylinux_2_27_$machine" -d wheel "$wheel==$version"
python3 - "$module" <<'PYTHON'
import glob, os, shutil, sys, zipfile

deps = os.path.join(sys.argv[1], "deps")
with zipfile.ZipFile(glob.glob("wheel/*.whl")[0]) as archive:
    for name in archive.namelist():
        top, _, rest = name.partition("/")
        if rest.startswith("libtensorflow_") and ".so" in rest:
            target = os.path.join(deps, "lib", rest)
        elif rest.startswith(("include/tensorflow/", "include/tsl/", "include/xla/")) and not name.endswith("/"):
            target = os.path.join(deps, rest)
        else:
            continue
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(name) as source, open(target, "wb") as file:
            shutil.copyfileobj(source, file)
PYTHON

echo "3/4 compiling"
mkdir -p "$module/lib/napi-v8"
g++ -std=c++17 -O2 -fPIC -shared -DNAPI_VERSION=8 \
  -I"$folder/node_modules/node-api-headers/include" -I"$module/deps/include" -I"$module" \
  "$module/binding/tfjs_backend.cc" "$module/binding/tfjs_binding.cc" \
  -o "$module/lib/napi-v8/tfjs_binding.node" \
  -L"$module/deps/lib" -l:libtensorflow_cc.so.2 -l:libtensorflow_framework.so.2 \
  -Wl,-rpath,'$ORIGIN/../../deps/lib'
rm -rf wheel "$module/deps/include"

echo "4/4 trying"
# Opened only: what it computes is for sid doctor to try.
node -e 'require(process.argv[1])' "$module/lib/napi-v8/tfjs_binding.node"
echo
echo "Done. Tell sid where it is, then look at it with sid doctor:"
echo "  export $variable=$module"
