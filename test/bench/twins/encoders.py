"""The encoders of benchEncoders in PyTorch, random weights: python encoders.py THREADS BATCH RUNS, JSON on stdout."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


def conv(a, b, kernel, stride=1, padding=0):
    return nn.Conv2d(a, b, kernel, stride, padding, bias=False)


def stem(width):
    return [conv(1, width, 7, 2, 3), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]


class Ibn(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.low = channels // 2
        self.instance = nn.InstanceNorm2d(self.low, affine=True)
        self.batch = nn.BatchNorm2d(channels - self.low)

    def forward(self, x):
        low, high = x.split([self.low, x.shape[1] - self.low], 1)
        return torch.cat([self.instance(low.contiguous()), self.batch(high.contiguous())], 1)


class Residual(nn.Module):
    def __init__(self, main, a, b, stride):
        super().__init__()
        self.main = main
        same = a == b and stride == 1
        self.skip = nn.Identity() if same else nn.Sequential(conv(a, b, 1, stride), nn.BatchNorm2d(b))

    def forward(self, x):
        return F.relu(self.main(x) + self.skip(x))


def ibn_block(a, b, stride):
    main = (conv(a, b, 1), Ibn(b), nn.ReLU(), conv(b, b, 3, stride, 1), nn.BatchNorm2d(b), conv(b, b, 1), nn.BatchNorm2d(b))
    return Residual(nn.Sequential(*main), a, b, stride)


def basic_block(a, b, stride):
    main = (conv(a, b, 3, stride, 1), nn.BatchNorm2d(b), nn.ReLU(), conv(b, b, 3, 1, 1), nn.BatchNorm2d(b))
    return Residual(nn.Sequential(*main), a, b, stride)


def body(block, a, channels, strides):
    layers = stem(a)
    for b, stride in zip(channels, strides):
        layers += [block(a, b, stride), block(b, b, 1)]
        a = b
    return nn.Sequential(*layers)


class ResnetIbn(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = body(ibn_block, 64, (128, 256, 512, 1024), (1, 1, 2, 2))
        self.power = nn.Parameter(torch.tensor(3.0))
        self.linear = nn.Linear(1024, 2048)

    def forward(self, x):
        maps = self.body(x[:, None]).clamp(min=1e-6).pow(self.power).mean((2, 3)).pow(1 / self.power)
        return F.normalize(self.linear(maps))


class Siamese(nn.Module):
    def __init__(self):
        super().__init__()
        self.body = body(basic_block, 64, (64, 128, 256, 512), (1, 2, 2, 2))
        self.linear = nn.Linear(512, 128)

    def forward(self, x):
        return F.normalize(self.linear(self.body(x[:, None]).mean((2, 3))))


class GraphBlock(nn.Module):
    """Neighbours by distance: less work than the order of the heap, which the published network has."""

    def __init__(self, c, k, dilation):
        super().__init__()
        self.k, self.dilation = k, dilation
        self.enter = nn.Sequential(nn.Conv1d(c, c, 1), nn.BatchNorm1d(c), nn.ReLU())
        self.mix = nn.Linear(2 * c, 2 * c)
        self.out = nn.Sequential(nn.Conv1d(2 * c, c, 1), nn.BatchNorm1d(c))
        self.norm = nn.BatchNorm1d(c)
        wide = (nn.Conv1d(c, 4 * c, 1), nn.BatchNorm1d(4 * c), nn.ReLU(), nn.Conv1d(4 * c, c, 1), nn.BatchNorm1d(c))
        self.feed = nn.Sequential(*wide)

    def forward(self, x):
        points = x.transpose(1, 2)
        size = min(self.k * self.dilation, x.shape[2])
        near = torch.cdist(points, points).topk(size, largest=False).indices[:, :, :: self.dilation]
        h = self.enter(x).transpose(1, 2)
        batch, nodes, c = h.shape
        flat = near + torch.arange(batch)[:, None, None] * nodes
        around = h.reshape(batch * nodes, c)[flat.reshape(-1)].reshape(batch, nodes, -1, c)
        message = (h[:, :, None] - around).amax(2)
        mixed = F.relu(self.mix(torch.cat([h, message], 2))).transpose(1, 2)
        y = F.relu(self.norm(self.out(mixed) + x))
        return self.feed(y) + y


class Gnn(nn.Module):
    def __init__(self, blocks=(2, 2, 6, 2), channels=(64, 128, 256, 512)):
        super().__init__()
        self.patch = nn.Conv2d(3, 8, (4, 8), (4, 8))
        self.stem = nn.Sequential(nn.Conv1d(8, 64, 1, bias=False), nn.BatchNorm1d(64), nn.LeakyReLU(0.2))
        layers = []
        for s, (count, c) in enumerate(zip(blocks, channels)):
            if s > 0:
                layers.append(nn.Sequential(nn.Conv1d(channels[s - 1], c, 3, 2, 1), nn.BatchNorm1d(c), nn.ReLU()))
            for _ in range(count):
                layers.append(GraphBlock(c, 5, min(len(layers) // 4 + 1, 3)))
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv1d(channels[-1], 1024, 1)
        self.project = nn.Sequential(nn.Linear(1024, 4096), nn.ELU(), nn.Linear(4096, 128))

    def forward(self, x):
        low = x.amin((1, 2), keepdim=True)
        level = (x - low) / (x.amax((1, 2), keepdim=True) - low)
        across = torch.linspace(0, 1, x.shape[2]).expand_as(level)
        up = torch.linspace(0, 1, x.shape[1])[:, None].expand_as(level)
        cells = F.relu(self.patch(torch.stack([across, up, level], 1))).flatten(2)
        return F.normalize(self.project(self.head(self.body(self.stem(cells))).mean(2)))


NETWORKS = {
    "gnn bhattacharjee-2025": (Gnn, (64, 128)),
    "resnet-ibn cheston-2025": (ResnetIbn, (84, 216)),
    "siamese-resnet18 128×216": (Siamese, (128, 216)),
}


def main(threads, batch, runs):
    torch.set_num_threads(threads)
    figures = []
    for name, (make, shape) in NETWORKS.items():
        network = make().eval()
        x = torch.rand(batch, *shape)
        wall = cpu = float("inf")
        with torch.inference_mode():
            network(x)
            for _ in range(runs):
                start, work = time.perf_counter(), time.process_time()
                network(x)
                wall, cpu = min(wall, time.perf_counter() - start), min(cpu, time.process_time() - work)
        parameters = sum(p.numel() for p in network.parameters())
        rates = {"windowsPerSecond": batch / wall, "windowsPerCpuSecond": batch / cpu}
        figures.append({"encoder": name, "parameters": parameters, **rates})
    print(json.dumps({"library": f"PyTorch {torch.__version__}", "figures": figures}))


if __name__ == "__main__":
    main(*(int(value) for value in sys.argv[1:]))
