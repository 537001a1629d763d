"""Writes, as base64, the file that WeightsFileTests reads: python3 make_safetensors.py.

The layout is that of the safetensors package: 8 bytes little-endian length, a JSON header padded with blanks to a multiple
of 8, the elements. The arrays stand in the header in another order than in the data, as the format allows.
"""
import base64
import json
import struct

# The first two bytes of a little-endian float32 are cut off: bfloat16.
bfloat16 = b"".join(struct.pack("<f", value)[2:] for value in (1.5, -2.0))
parts = {
    "fc.weight": ("F64", [2, 4], struct.pack("<8d", *(0.5 * i for i in range(8)))),
    "bn.num_batches_tracked": ("I64", [], struct.pack("<q", 42)),
    "bn.weight": ("F16", [1], struct.pack("<e", 0.25)),
    "bn.bias": ("F32", [1], struct.pack("<f", 0.1)),
    "bn.running_mean": ("F32", [1], struct.pack("<f", 0.2)),
    "bn.running_var": ("F32", [1], struct.pack("<f", 3.0)),
    "fc.bias": ("BF16", [2], bfloat16),
}
data, entries = b"", {}
for name, (dtype, shape, content) in parts.items():
    entries[name] = {"dtype": dtype, "shape": shape, "data_offsets": [len(data), len(data) + len(content)]}
    data += content
header = json.dumps(dict(sorted(entries.items())), separators=(",", ":")).encode()
header += b" " * (-len(header) % 8)
print(base64.b64encode(struct.pack("<Q", len(header)) + header + data).decode())
