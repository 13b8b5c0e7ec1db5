"""Makes the checkpoints of this folder with PyTorch. Not run by the tests.

    python make.py            (torch, numpy, safetensors, omegaconf from PyPI)

Modules below have the attributes of the two published repositories, so that torch.save writes the names of their
checkpoints; what they compute is held against the golden embeddings first, so that each name has its role. Values
follow the fill formula of the golden files (../encoders). Thin networks (`-w8`) are too large to keep: of them only the
pickle is kept, with a table of what each storage holds, and the test fills the storages itself. Tiny ones are kept whole.
"""

import collections
import io
import json
import os
import pathlib
import pickle
import zipfile

import numpy as np
import omegaconf
import safetensors.torch
import torch
import torch.nn.functional as F
from torch import nn

HERE = pathlib.Path(__file__).parent
GOLDEN = HERE.parent / "encoders"


# --- fill formula ---------------------------------------------------------------------------------------------------
def mix(h):
    h = h ^ (h >> np.uint32(16))
    h = (h * np.uint32(0x85EBCA6B)).astype(np.uint32)
    h = h ^ (h >> np.uint32(13))
    h = (h * np.uint32(0xC2B2AE35)).astype(np.uint32)
    return h ^ (h >> np.uint32(16))


def uniform(t, k):
    with np.errstate(over="ignore"):
        salt = mix(np.array([(t + 0x9E3779B9) % 2**32], dtype=np.uint32))
        return mix(mix(k.astype(np.uint32)) ^ salt).astype(np.float64) / 4294967296


def filled(t, shape, base, scale):
    k = np.arange(int(np.prod(shape)))
    return torch.from_numpy((base + scale * (2 * uniform(t, k) - 1)).astype(np.float32).reshape(shape))


def formula_input(i, spec):
    rows, cols = spec["shape"]
    a, b, d, f = [(7, 13, 0, 0.25), (97, 211, 5, 1), (2, 29, 0, 2), (311, 5, 3, 0.5)][i]
    r, c = np.meshgrid(np.arange(rows), np.arange(cols), indexing="ij")
    tri = 1 - 4 * np.abs(((r * a + c * b + r * c * d) % 1024) / 1024 - 0.5)
    noise = 2 * uniform(100000 + 10 * spec["seed"] + i, (r * cols + c).ravel()).reshape(rows, cols) - 1
    return torch.from_numpy((spec["base"] + spec["amp"] * tri + spec["noise"] * f * noise).astype(np.float32))


# --- names of chymaera96/NeuralSampleID: ResNet-IBN baseline -----------------------------------------------------------
class HalfNorm(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.IN = nn.InstanceNorm2d(c // 2, affine=True)
        self.BN = nn.BatchNorm2d(c - c // 2)

    def forward(self, x):
        c = self.IN.num_features
        return torch.cat([self.IN(x[:, :c]), self.BN(x[:, c:])], 1)


class BaselineBlock(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(a, b, 1, bias=False)
        self.bn1 = HalfNorm(b)
        self.conv2 = nn.Conv2d(b, b, 3, stride, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(b)
        self.conv3 = nn.Conv2d(b, b, 1, bias=False)
        self.bn3 = nn.BatchNorm2d(b)
        if stride != 1 or a != b:
            self.downsample = nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        y = self.bn3(self.conv3(self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class GlobalPool(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.full((1,), 3.0))

    def forward(self, x):
        return x.clamp(min=1e-6).pow(self.p).mean((2, 3)).pow(1 / self.p)


class Baseline(nn.Module):
    def __init__(self, stem, channels, dims):
        super().__init__()
        self.conv1 = nn.Conv2d(1, stem, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(stem)
        before = [stem, *channels]
        for s, stride in enumerate([1, 1, 2, 2]):
            a, b = before[s], channels[s]
            setattr(self, f"layer{s + 1}", nn.Sequential(BaselineBlock(a, b, stride), BaselineBlock(b, b, 1)))
        self.global_pool = GlobalPool()
        self.embedding_head = nn.Linear(channels[-1], dims)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x[:, None]))), 3, 2, 1)
        for s in range(4):
            x = getattr(self, f"layer{s + 1}")(x)
        return self.embedding_head(self.global_pool(x))


# --- names of chymaera96/NeuralSampleID: graph network -------------------------------------------------------------------
class MaxRelative(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.nn = nn.Sequential(nn.Linear(2 * c, 2 * c), nn.Identity(), nn.ReLU())

    def forward(self, h, lists):  # h: nodes × channels per item; lists: nodes × neighbours
        around = torch.stack([item[index] for item, index in zip(h, lists)])
        return self.nn(torch.cat([h, h - around.min(2).values], -1))


class Grapher(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.norm = nn.BatchNorm1d(c)
        self.conv = MaxRelative(c)
        self.fc1 = nn.Sequential(nn.Conv1d(c, c, 1), nn.BatchNorm1d(c))
        self.fc2 = nn.Sequential(nn.Conv1d(2 * c, c, 1), nn.BatchNorm1d(c))

    def forward(self, x, lists):
        h = F.relu(self.fc1(x)).transpose(1, 2)
        return F.relu(self.norm(self.fc2(self.conv(h, lists).transpose(1, 2)) + x))


class Feed(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.fc1 = nn.Conv1d(c, 4 * c, 1)
        self.bn1 = nn.BatchNorm1d(4 * c)
        self.fc2 = nn.Conv1d(4 * c, c, 1)
        self.bn2 = nn.BatchNorm1d(c)

    def forward(self, x):
        return self.bn2(self.fc2(F.relu(self.bn1(self.fc1(x))))) + x


class Downsample(nn.Module):
    def __init__(self, a, b):
        super().__init__()
        self.conv = nn.Sequential(nn.Conv1d(a, b, 3, 2, 1), nn.BatchNorm1d(b), nn.ReLU())

    def forward(self, x):
        return self.conv(x)


class Graph(nn.Module):
    def __init__(self, patch, channels, head, blocks):
        super().__init__()
        self.stem = nn.Sequential(nn.Conv2d(patch, channels[0], 1, bias=False), nn.BatchNorm2d(channels[0]), nn.LeakyReLU(0.2))
        body = []
        for s, count in enumerate(blocks):
            if s > 0:
                body.append(Downsample(channels[s - 1], channels[s]))
            body += [nn.Sequential(Grapher(channels[s]), Feed(channels[s])) for _ in range(count)]
        self.backbone = nn.ModuleList(body)
        self.proj = nn.Conv2d(channels[-1], head, 1)

    def forward(self, x, k):
        x = self.stem(x[..., None])[..., 0]
        for layer, block in enumerate(self.backbone):
            if isinstance(block, Downsample):
                x = block(x)
                continue
            dilation = min(layer // 4 + 1, 3)
            nodes = x.transpose(1, 2)
            far = (nodes[:, :, None] - nodes[:, None]).square().sum(-1)
            lists = far.argsort(dim=-1, stable=True)[..., : k * dilation : dilation]
            x = block[1](block[0](x, lists))
        return self.proj(x[..., None]).mean(2)[..., 0]


class Patch(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.convs = nn.Sequential(nn.Conv2d(3, channels, (4, 8), (4, 8)), nn.ReLU())

    def forward(self, x):
        low, high = x.amin((1, 2), True), x.amax((1, 2), True)
        level = (x - low) / (high - low)
        time = torch.linspace(0, 1, x.shape[2], dtype=x.dtype)[None, None, :].expand_as(level)
        pitch = torch.linspace(0, 1, x.shape[1], dtype=x.dtype)[None, :, None].expand_as(level)
        return self.convs(torch.stack([time, pitch, level], 1)).flatten(2)


class Contrastive(nn.Module):
    """What is saved: the encoder, with a patch layer and a projector where it is a graph network."""

    def __init__(self, encoder, patch=None, head=None, wide=None, dims=None):
        super().__init__()
        self.encoder = encoder
        if patch is not None:
            self.peak_extractor = Patch(patch)
            self.projector = nn.Sequential(nn.Linear(head, wide), nn.ELU(), nn.Linear(wide, dims))

    def forward(self, x):
        if hasattr(self, "projector"):
            return F.normalize(self.projector(self.encoder(self.peak_extractor(x), 5)), eps=1e-10)
        return F.normalize(self.encoder(x), eps=1e-10)


# --- names of sony/clews, with the changes of Riou et al. ------------------------------------------------------------------
class Halves(nn.Module):
    def __init__(self, c):
        super().__init__()
        self.bn = nn.BatchNorm2d(c // 2)
        self.inst = nn.InstanceNorm2d(c // 2, affine=True)

    def forward(self, x):
        a, b = x.chunk(2, 1)
        return torch.cat([self.bn(a), self.inst(b)], 1)


class Padded(nn.Module):
    def __init__(self, a, b, stride=1):
        super().__init__()
        self.conv = nn.Conv2d(a, b, 3, stride, 1, bias=False)

    def forward(self, x):
        return self.conv(x)


class ClewsBlock(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        m = max(a, b) // 2
        self.convs = nn.Sequential(Halves(a), nn.ReLU(), Padded(a, m, stride), nn.BatchNorm2d(m), nn.ReLU(), Padded(m, b))
        self.skip = nn.Identity()
        if a != b or stride != 1:
            self.skip = nn.Sequential(nn.BatchNorm2d(a), nn.ReLU(), Padded(a, b, stride))
        self.gain = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.gain * self.convs(x) + self.skip(x)


class SoftPool(nn.Module):
    def __init__(self):
        super().__init__()
        self.p = nn.Parameter(torch.ones(1, 1, 1))

    def forward(self, x):
        p = 1 + F.softplus(self.p)
        return x.flatten(2).clamp(min=1e-6).pow(p).mean(-1).pow(1 / p[..., 0])


class Level(nn.Module):
    """The input path of CLEWS: gain and bias, which the changed network does without."""

    def __init__(self):
        super().__init__()
        self.gain = nn.Parameter(torch.ones(1))
        self.bias = nn.Parameter(torch.zeros(1))


class Clews(nn.Module):
    def __init__(self, stem, channels, blocks, dims):
        super().__init__()
        self.cqt = nn.Sequential(nn.Identity(), nn.Identity())
        self.cqt[0].register_buffer("cqt_kernels_real", torch.zeros(4, 1, 8))
        a, b = stem
        self.frontend = nn.Sequential(
            Level(), nn.Conv2d(1, a, (36, 3), (3, 2), bias=False), nn.BatchNorm2d(a), nn.ReLU(), nn.Conv2d(a, b, (12, 3), 2, bias=False)
        )
        body = []
        for count, c, stride in zip(blocks, channels, [1, 2, 2, 1]):
            body += [ClewsBlock(b if i == 0 else c, c, stride if i == 0 else 1) for i in range(count)]
            b = c
        self.backbone = nn.Sequential(*body)
        self.pool = SoftPool()
        self.proj = nn.Sequential(nn.BatchNorm1d(b), nn.Linear(b, dims, bias=False))

    def forward(self, x):
        return F.normalize(self.proj(self.pool(self.backbone(self.frontend[1:](x[:, None])))), eps=1e-12)


# --- names of torchvision's ResNet-18 ------------------------------------------------------------------------------------
class Basic(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(a, b, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(b)
        self.conv2 = nn.Conv2d(b, b, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(b)
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv2d(a, b, 1, stride, bias=False), nn.BatchNorm2d(b))

    def forward(self, x):
        y = self.bn2(self.conv2(F.relu(self.bn1(self.conv1(x)))))
        return F.relu(y + (self.downsample(x) if hasattr(self, "downsample") else x))


class Resnet18(nn.Module):
    def __init__(self, channels, dims):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels[0], 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(channels[0])
        for s, b in enumerate(channels):
            a = channels[max(0, s - 1)]
            setattr(self, f"layer{s + 1}", nn.Sequential(Basic(a, b, 1 if s == 0 else 2), Basic(b, b, 1)))
        self.fc = nn.Linear(channels[-1], dims)

    def forward(self, x):
        x = F.max_pool2d(F.relu(self.bn1(self.conv1(x[:, None]))), 3, 2, 1)
        for s in range(4):
            x = getattr(self, f"layer{s + 1}")(x)
        return F.normalize(self.fc(x.mean((2, 3))), eps=1e-12)


# --- names of the re-ranker ------------------------------------------------------------------------------------------------
class Reranker(nn.Module):
    def __init__(self, c, nodes, heads, hidden):
        super().__init__()
        self.register_buffer("positional_embedding", torch.randn(1, nodes, c))
        self.attn = nn.MultiheadAttention(c, heads, batch_first=True)
        self.fc = nn.Sequential(nn.Linear(c, hidden), nn.ReLU(), nn.Dropout(0.3), nn.Linear(hidden, 1), nn.Sigmoid())

    def forward(self, a, b):
        a, b = (x.transpose(1, 2) + self.positional_embedding for x in (a, b))
        return self.fc(self.attn(a, b, b, need_weights=False)[0].mean(1))


# --- saving ------------------------------------------------------------------------------------------------------------
NOT_OURS = ("num_batches_tracked", "frontend.0.", "cqt.")


def ours(model):
    return [name for name in model.state_dict() if not any(word in name for word in NOT_OURS)]


def fill(model, rows):
    """Values by the formula; the golden table is in the order of the state dictionary."""
    state = model.state_dict()
    names = ours(model)
    assert len(names) == len(rows), (len(names), len(rows))
    for name, row in zip(names, rows):
        assert list(state[name].shape) == row["shape"], (name, row)
        state[name].copy_(filled(row["t"], row["shape"], row["base"], row["scale"]))
    model.eval()


def like(name, shape, t):
    """A row of a table for the tiny networks."""
    fan = max(1, int(np.prod(shape[1:])))
    if name.endswith("running_var"):
        return dict(t=t, shape=shape, base=1.0, scale=0.3)
    if name.endswith("running_mean"):
        return dict(t=t, shape=shape, base=0.0, scale=0.2)
    if name.endswith((".p", "gain")):
        return dict(t=t, shape=shape, base=1.5, scale=0.0)
    if len(shape) > 1:
        return dict(t=t, shape=shape, base=0.0, scale=round((6 / fan) ** 0.5, 5))
    return dict(t=t, shape=shape, base=1.0 if name.endswith("weight") else 0.0, scale=0.25)


def training(model, prefix, step):
    """What the training script of NeuralSampleID saves; `step` fills the state of the optimiser."""
    optimiser = torch.optim.Adam(model.parameters(), lr=1e-4)
    scheduler = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, T_max=400, eta_min=7e-7)
    if step:
        before = {name: value.clone() for name, value in model.state_dict().items()}
        sum(p.sum() for p in model.parameters()).backward()
        optimiser.step()
        model.load_state_dict(before)
        model.zero_grad(set_to_none=True)
    state = collections.OrderedDict((prefix + name, value) for name, value in model.state_dict().items())
    loss = [1.25, np.float64(0.5), torch.tensor(0.25).item()]
    return dict(epoch=100, loss=loss, valid_acc=[], state_dict=state, optimizer=optimiser.state_dict(), scheduler=scheduler.state_dict())


def fabric(model):
    """What the training script of CLEWS saves: settings beside the weights."""
    conf = omegaconf.OmegaConf.create({"jobname": "x", "model": {"zdim": 2048, "name": "clews"}, "list": [1, 2.5, None, "a"]})
    return dict(model=model.state_dict(), conf=conf, epoch=3, lr=1.5e-3, cost_best=float("inf"))


def entries(content):
    buffer = io.BytesIO()
    torch.save(content, buffer)
    with zipfile.ZipFile(buffer) as archive:
        return {name.split("/", 1)[1]: archive.read(name) for name in archive.namelist()}


class Storages(pickle.Unpickler):
    """Finds the storage of each tensor of a pickle."""

    def persistent_load(self, pid):
        return pid

    def find_class(self, module, name):
        if name == "_rebuild_tensor_v2":
            return lambda storage, *_: storage
        if name.endswith("Storage"):
            return name
        return super().find_class(module, name)


def keep_pickle(name, content, where, model, rows):
    data = entries(content)["data.pkl"]
    state = Storages(io.BytesIO(data)).load()
    state = state if where is None else state[where]
    golden = dict(zip(ours(model), rows))
    table = []
    for given, (_, kind, key, _, elements) in state.items():
        bare = given.removeprefix("module.")
        table.append(dict(key=key, type=kind, elements=elements, t=golden[bare]["t"] if bare in golden else None))
    (HERE / f"{name}.pkl").write_bytes(data)
    (HERE / f"{name}.json").write_text(json.dumps(table, separators=(",", ":")).replace("},", "},\n") + "\n")
    print(name, len(data), "bytes of pickle,", len(table), "storages")


def check(name, model, rows, inputs, expected, tolerance=2e-6):
    fill(model, rows)
    with torch.no_grad():
        out = model.double()(torch.stack([x.double() for x in inputs])).numpy()
    model.float()
    worst = np.abs(out - np.array(expected)[: len(out)]).max()
    print(name, "embedding within", worst)
    assert worst < tolerance
    fill(model, rows)


def thin():
    def golden(name):
        return json.loads((GOLDEN / f"{name}.json").read_text())

    g = golden("resnet-ibn-baseline-w8")
    model = Contrastive(Baseline(8, [16, 32, 64, 128], 256))
    check("baseline", model, g["parameters"], [formula_input(i, g["inputs"]) for i in range(2)], g["embedding"]["inputs"])
    keep_pickle("resnet-ibn-baseline-w8", training(model, "module.", False), "state_dict", model, g["parameters"])

    g = golden("gnn-w8")
    model = Contrastive(Graph(8, [8, 16, 32, 64], 128, [2, 2, 6, 2]), 8, 128, 512, 16)
    check("gnn", model, g["parameters"], [formula_input(i, g["inputs"]) for i in range(2)], g["variants"]["sortedNeighbours"]["embedding"])
    keep_pickle("gnn-w8", training(model, "", False), "state_dict", model, g["parameters"])

    g = golden("resnet-ibn-riou-w8")
    model = Clews((16, 32), [32, 64, 128, 256], [3, 4, 6, 3], 256)
    check("riou", model, g["parameters"], [formula_input(i, g["inputs"]) for i in range(2)], g["embedding"]["inputs"])
    keep_pickle("resnet-ibn-riou-w8", fabric(model), "model", model, g["parameters"])

    g = golden("resnet18-w8")
    model = Resnet18([8, 16, 32, 64], 16)
    check("resnet18", model, g["parameters"], [formula_input(i, g["inputs"]) for i in range(2)], g["embedding"]["inputs"])
    keep_pickle("resnet18-w8", model.state_dict(), None, model, g["parameters"])

    g = golden("mhca")
    model = Reranker(512, 32, 4, 128)
    fill(model, g["parameters"])
    spec = dict(shape=[512, 32], base=0.2, amp=0.8, noise=0.6, seed=0)
    nodes = [formula_input(i, spec).clamp(min=0) for i in range(4)]
    for pair in g["pairs"]:
        i, j = pair["query"], pair["reference"]
        with torch.no_grad():
            p = model.double()(nodes[i][None].double(), nodes[j][None].double()).item()
        assert abs(p - pair["probability"]) < 1e-6, (p, pair["probability"])
    fill(model.float(), g["parameters"])
    keep_pickle("mhca", model.state_dict(), None, model, g["parameters"])


def tiny():
    wanted = {}
    spec = dict(shape=[64, 128], base=-30, amp=25, noise=8, seed=1)

    def keep(name, model, content, spec):
        x = torch.stack([formula_input(i, spec).double() for i in range(2)])
        with torch.no_grad():
            wanted[name] = dict(inputs=spec, embedding=[[float(f"{v:.9g}") for v in row] for row in model.double()(x).numpy()])
        model.float()
        torch.save(content(model), HERE / f"{name}.pth")
        print(name, (HERE / f"{name}.pth").stat().st_size, "bytes")

    def formula(model):
        state = model.state_dict()
        fill(model, [like(name, list(state[name].shape), t) for t, name in enumerate(ours(model))])
        return model

    keep("tiny-gnn", formula(Contrastive(Graph(4, [4, 4, 8, 8], 8, [1, 1, 1, 1]), 4, 8, 16, 8)), lambda m: training(m, "", True), spec)
    spec = dict(shape=[84, 216], base=0.5, amp=0.4, noise=0.1, seed=0)
    keep("tiny-baseline", formula(Contrastive(Baseline(4, [4, 4, 8, 8], 8))), lambda m: training(m, "module.", False), spec)
    spec = dict(shape=[252, 256], base=0, amp=1.5, noise=0.5, seed=0)
    keep("tiny-riou", formula(Clews((4, 4), [4, 8, 8, 8], [1, 1, 1, 1], 8)), fabric, spec)
    (HERE / "tiny.json").write_text(json.dumps(wanted, indent=1) + "\n")


def oddities():
    base = torch.arange(24, dtype=torch.float32).reshape(4, 6) / 8
    odd = collections.OrderedDict(
        transposed=base.t(),
        slice=base[1:3, 2:5],
        steps=base[:, ::2],
        expanded=torch.tensor([1.5, -2.5])[:, None].expand(2, 3),
        scalar=torch.tensor(7.25),
        empty=torch.zeros(0, 3),
        half=base.half(),
        bfloat=base.bfloat16(),
        double=base.double() / 3,
        long=torch.tensor([1, -2, 2**40]),
        byte=torch.tensor([0, 255], dtype=torch.uint8),
        flags=torch.tensor([True, False]),
        parameter=nn.Parameter(base[0].clone()),
    )
    torch.save(odd, HERE / "oddities.pth")
    values = {name: dict(shape=list(v.shape), values=v.detach().float().flatten().tolist()) for name, v in odd.items()}
    (HERE / "oddities.json").write_text(json.dumps(values, indent=1) + "\n")
    halves = {name: v.contiguous() for name, v in odd.items() if v.numel() > 0}
    safetensors.torch.save_file(halves, HERE / "oddities.safetensors", {"format": "pt"})
    x = np.random.default_rng(1).standard_normal(400).astype(np.float32) * np.exp2(np.random.default_rng(2).integers(-30, 16, 400))
    ties = np.array([1 + 2**-11, 1 + 3 * 2**-11, 2**-24 * 0.5, 2**-24 * 1.5, 2**-24 * 2.5, 65504, 65519.9, 0.0, -0.0, 2**-14, 2**-15, 1 + 2**-8, 1 + 3 * 2**-8])
    x = np.concatenate([x, ties]).astype(np.float32)
    x = x[np.abs(x) < 65519.99]
    rounded = dict(
        values=[float(v) for v in x],
        half=np.frombuffer(x.astype(np.float16).tobytes(), np.uint16).tolist(),
        bfloat=torch.from_numpy(x).bfloat16().view(torch.int16).numpy().view(np.uint16).tolist(),
    )
    (HERE / "rounding.json").write_text(json.dumps(rounded) + "\n")


class Evil:
    def __init__(self, callee, *args):
        self.call = (callee, args)

    def __reduce__(self):
        return self.call


def malicious():
    import builtins

    for name, thing in {
        "os-system": Evil(os.system, "echo run > ran.txt"),
        "builtins-eval": Evil(builtins.eval, "open('ran.txt', 'w')"),
        "nested": Evil(torch.storage._load_from_bytes, b"cos\nsystem\n(S'echo run'\ntR."),
        "getattr": Evil(builtins.getattr, collections.OrderedDict, "fromkeys"),
    }.items():
        torch.save(collections.OrderedDict(weight=torch.ones(2), extra=thing), HERE / f"malicious-{name}.pth")
    torch.save(collections.OrderedDict(weight=torch.ones(2)), HERE / "legacy.pth", _use_new_zipfile_serialization=False)
    torch.save(dict(weight=torch.zeros(1).expand(2**31, 8)), HERE / "huge.pth")
    torch.jit.script(nn.Linear(2, 2)).save(str(HERE / "script.pth"))


if __name__ == "__main__":
    torch.manual_seed(0)
    thin()
    tiny()
    oddities()
    malicious()
