#!/bin/sh
# Builds decoders.wasm from this crate. Needs Rust 1.95 with `rustup target add wasm32-unknown-unknown`; nothing else
# in sid does. Run it after every change here, and raise decoderRevision in src/audio/index.ts if samples change.
set -eu
cd "$(dirname "$0")"
# Paths of the machine stay out of the module; memory is bounded, so that no broken file takes it all.
export RUSTFLAGS="-C target-feature=+simd128 -C link-arg=--max-memory=536870912 \
--remap-path-prefix=${CARGO_HOME:-$HOME/.cargo}/registry/src=crates --remap-path-prefix=$(pwd)=decoders \
--remap-path-prefix=$(rustc --print sysroot)=rust"
cargo build --release --locked --target wasm32-unknown-unknown
cp "${CARGO_TARGET_DIR:-target}/wasm32-unknown-unknown/release/sid_decoders.wasm" decoders.wasm
chmod 644 decoders.wasm
