"""Reads a model of riserun with nothing of riserun's, and predicts with it.

usage: read_model.py MODEL.safetensors DATA.csv   (prints one class a row)

The format is safetensors': 8 bytes of length, a JSON header, the numbers. What the numbers mean is
in the header's metadata.
"""
import csv
import json
import struct
import sys


def read_safetensors(path):
    with open(path, "rb") as file:
        content = file.read()
    (length,) = struct.unpack("<Q", content[:8])
    header = json.loads(content[8 : 8 + length])
    data = content[8 + length :]
    metadata = header.pop("__metadata__")
    tensors = {}
    for name, facts in header.items():
        assert facts["dtype"] == "F64", facts
        begin, end = facts["data_offsets"]
        tensors[name] = struct.unpack("<%dd" % ((end - begin) // 8), data[begin:end])
    return metadata, tensors


def main(model_path, data_path):
    metadata, tensors = read_safetensors(model_path)
    assert metadata["riserun.format"] == "riserun mlp 1", metadata["riserun.format"]
    assert metadata["riserun.activation"] == "relu" and metadata["riserun.loss"] == "softmax"
    sizes = json.loads(metadata["riserun.sizes"])
    features = json.loads(metadata["riserun.feature_names"])
    classes = json.loads(metadata["riserun.class_names"])
    offset, scale = tensors["scaling.offset"], tensors["scaling.scale"]
    print(json.loads(metadata["riserun.target_names"])[0])
    with open(data_path, newline="") as file:
        for row in csv.DictReader(file):
            x = [(float(row[f]) - o) / s for f, o, s in zip(features, offset, scale)]
            for layer in range(len(sizes) - 1):
                weight = tensors["layers.%d.weight" % layer]
                bias = tensors["layers.%d.bias" % layer]
                inputs = sizes[layer]
                x = [
                    b + sum(w * v for w, v in zip(weight[o * inputs : (o + 1) * inputs], x))
                    for o, b in enumerate(bias)
                ]
                if layer + 2 < len(sizes):
                    x = [max(0.0, v) for v in x]
            print(classes[x.index(max(x))])


main(sys.argv[1], sys.argv[2])
