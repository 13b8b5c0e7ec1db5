"""A network of test/bench/training.ts in PyTorch: python training.py THREADS PAIRS NETWORK.

Takes as many steps as each line of stdin says, and prints the seconds of each as a line of JSON."""

import json
import sys
import time

import torch
from torch import nn
from torch.nn import functional as F


class Ibn(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.low = channels // 2
        self.batch = nn.BatchNorm2d(self.low)
        self.instance = nn.InstanceNorm2d(channels - self.low, affine=True)

    def forward(self, x):
        low, high = torch.split(x, [self.low, x.shape[1] - self.low], 1)
        return torch.cat([self.batch(low), self.instance(high)], 1)


def conv(a, b, kernel, stride=1, padding=0, bias=False):
    return nn.Conv2d(a, b, kernel, stride, padding, bias=bias)


class PreActivation(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        middle = max(a, b) // 2
        self.main = nn.Sequential(
            Ibn(a), nn.ReLU(), conv(a, middle, 3, stride, 1), nn.BatchNorm2d(middle), nn.ReLU(), conv(middle, b, 3, 1, 1)
        )
        same = a == b and stride == 1
        self.skip = nn.Identity() if same else nn.Sequential(nn.BatchNorm2d(a), nn.ReLU(), conv(a, b, 3, stride, 1))
        self.gain = nn.Parameter(torch.zeros(1))

    def forward(self, x):
        return self.gain * self.main(x) + self.skip(x)


class ResnetIbn(nn.Module):
    def __init__(self, stem, blocks, channels, strides, dims):
        super().__init__()
        first, second = stem
        layers = [conv(1, first, (36, 3), (3, 2)), nn.BatchNorm2d(first), nn.ReLU(), conv(first, second, (12, 3), (2, 2))]
        a = second
        for count, c, stride in zip(blocks, channels, strides):
            for i in range(count):
                layers.append(PreActivation(a, c, stride if i == 0 else 1))
                a = c
        self.body = nn.Sequential(*layers)
        self.theta = nn.Parameter(torch.tensor(1.8546))
        self.norm = nn.BatchNorm1d(a)
        self.linear = nn.Linear(a, dims, bias=False)

    def forward(self, x):
        p = 1 + F.softplus(self.theta)
        maps = self.body(x[:, None]).clamp(min=1e-6).pow(p).mean((2, 3)).pow(1 / p)
        return F.normalize(self.linear(self.norm(maps)))


class Basic(nn.Module):
    def __init__(self, a, b, stride):
        super().__init__()
        self.main = nn.Sequential(
            conv(a, b, 3, stride, 1), nn.BatchNorm2d(b), nn.ReLU(), conv(b, b, 3, 1, 1), nn.BatchNorm2d(b)
        )
        same = a == b and stride == 1
        self.skip = nn.Identity() if same else nn.Sequential(conv(a, b, 1, stride), nn.BatchNorm2d(b))

    def forward(self, x):
        return F.relu(self.main(x) + self.skip(x))


class Siamese(nn.Module):
    def __init__(self, channels, dims):
        super().__init__()
        width = channels[0]
        layers = [conv(1, width, 7, 2, 3), nn.BatchNorm2d(width), nn.ReLU(), nn.MaxPool2d(3, 2, 1)]
        for s, c in enumerate(channels):
            layers += [Basic(channels[max(0, s - 1)], c, 1 if s == 0 else 2), Basic(c, c, 1)]
        self.body = nn.Sequential(*layers)
        self.head = nn.Linear(channels[-1], dims)

    def forward(self, x):
        return F.normalize(self.head(self.body(x[:, None]).mean((2, 3))))


class GraphBlock(nn.Module):
    """Over [batch, channels, nodes]."""

    def __init__(self, c, k, dilation, drop_edge, drop_path):
        super().__init__()
        self.k, self.dilation, self.drop_edge, self.drop_path = k, dilation, drop_edge, drop_path
        self.enter = nn.Sequential(nn.Conv1d(c, c, 1), nn.BatchNorm1d(c), nn.ReLU())
        self.mix = nn.Sequential(nn.Conv1d(2 * c, 2 * c, 1), nn.ReLU())
        self.out = nn.Sequential(nn.Conv1d(2 * c, c, 1), nn.BatchNorm1d(c))
        self.norm = nn.BatchNorm1d(c)
        self.feed = nn.Sequential(
            nn.Conv1d(c, 4 * c, 1), nn.BatchNorm1d(4 * c), nn.ReLU(), nn.Conv1d(4 * c, c, 1), nn.BatchNorm1d(c)
        )

    def path(self, x):
        if self.drop_path == 0:
            return x
        keep = torch.rand(x.shape[0], 1, 1) >= self.drop_path
        return x * keep / (1 - self.drop_path)

    def forward(self, x):
        batch, c, nodes = x.shape
        with torch.no_grad():
            points = x.transpose(1, 2)
            size = min(nodes, self.k * self.dilation)
            near = torch.cdist(points, points).topk(size, largest=False).indices[:, :, :: self.dilation]
        h = self.enter(x)
        k = near.shape[2]
        around = h.gather(2, near.reshape(batch, 1, -1).expand(-1, c, -1)).reshape(batch, c, nodes, k)
        if self.drop_edge == 0:
            message = h - around.min(3).values
        else:
            dropped = (torch.rand(batch, 1, nodes, k) < self.drop_edge) * 1e30
            least = (around + dropped).min(3).values
            message = torch.where(least < 1e29, h - least, 0)
        y = F.relu(self.norm(self.path(self.out(self.mix(torch.cat([h, message], 1)))) + x))
        return F.dropout(self.feed(y), self.drop_path) + y


class Gnn(nn.Module):
    def __init__(self, blocks, channels, head, projector, dims, drop_edge, drop_path):
        super().__init__()
        self.patch = conv(3, 8, (4, 8), (4, 8), bias=True)
        self.stem = nn.Sequential(nn.Conv1d(8, channels[0], 1, bias=False), nn.BatchNorm1d(channels[0]), nn.LeakyReLU(0.2))
        layers, done, total = [], 0, sum(blocks)
        for s, (count, c) in enumerate(zip(blocks, channels)):
            if s > 0:
                layers.append(nn.Sequential(nn.Conv1d(channels[s - 1], c, 3, 2, 1), nn.BatchNorm1d(c), nn.ReLU()))
            for _ in range(count):
                layers.append(GraphBlock(c, 5, min(len(layers) // 4 + 1, 3), drop_edge, drop_path * done / (total - 1)))
                done += 1
        self.body = nn.Sequential(*layers)
        self.head = nn.Conv1d(channels[-1], head, 1)
        self.project = nn.Sequential(nn.Linear(head, projector), nn.ELU(), nn.Linear(projector, dims))

    def forward(self, x):
        low, high = x.amin((1, 2), keepdim=True), x.amax((1, 2), keepdim=True)
        level = (x - low) / (high - low)
        time_ramp = torch.linspace(0, 1, x.shape[2])[None, None].expand_as(level)
        bin_ramp = torch.linspace(0, 1, x.shape[1])[None, :, None].expand_as(level)
        cells = F.relu(self.patch(torch.stack([time_ramp, bin_ramp, level], 1))).flatten(2)
        return F.normalize(self.project(self.head(self.body(self.stem(cells))).mean(2)))


NETWORKS = {
    "resnet-ibn tiny": (lambda: ResnetIbn((8, 16), (1, 1, 1, 1), (16, 32, 64, 128), (1, 2, 2, 1), 128), (252, 256)),
    "resnet-ibn small": (lambda: ResnetIbn((16, 32), (1, 2, 2, 1), (32, 64, 128, 256), (1, 2, 2, 1), 256), (252, 256)),
    "gnn tiny": (lambda: Gnn((1, 1, 2, 1), (8, 16, 32, 64), 128, 512, 64, 0, 0), (64, 128)),
    "gnn small": (lambda: Gnn((2, 2, 4, 2), (16, 32, 64, 128), 256, 1024, 128, 0.2, 0.1), (64, 128)),
    "siamese-resnet18 tiny": (lambda: Siamese((8, 16, 32, 64), 64), (128, 431)),
    "siamese-resnet18 small": (lambda: Siamese((16, 32, 64, 128), 128), (128, 431)),
}


def nt_xent(z, temperature=0.1):
    logits = z @ z.T / temperature - 1e9 * torch.eye(len(z))
    return F.cross_entropy(logits, torch.arange(len(z)) ^ 1)


def main(threads, pairs, name):
    torch.set_num_threads(threads)
    make, shape = NETWORKS[name]
    torch.manual_seed(0)
    network = make()
    optimiser = torch.optim.AdamW(network.parameters(), 1e-3)
    x = torch.randn(2 * pairs, *shape)

    def step():
        start, before = time.perf_counter(), time.process_time()
        optimiser.zero_grad()
        loss = nt_xent(network(x))
        loss.backward()
        optimiser.step()
        loss.item()
        return time.perf_counter() - start, time.process_time() - before

    parameters = sum(p.numel() for p in network.parameters())
    print(json.dumps({"library": f"PyTorch {torch.__version__}", "parameters": parameters}), flush=True)
    for line in sys.stdin:
        wall, processor = zip(*[step() for _ in range(int(line))])
        print(json.dumps({"wall": wall, "processor": processor}), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), sys.argv[3])
