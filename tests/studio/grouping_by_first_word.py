"""Speaks as `python -m bot.grouping` does, and groups by the first word: in tests, at once."""

import base64
import json
import os
import sys
from array import array

behaviour = os.environ.get("GROUPING", "")


def centre(word: str) -> str:
    numbers = array("H", [(sum(word.encode()) + place) % 15_000 for place in range(384)])
    return base64.b64encode(numbers.tobytes()).decode()


homes: dict[str, object] = {}
sizes: dict[str, int] = {}
members: dict[str, list[int]] = {}
points = []
for raw in sys.stdin:
    line = json.loads(raw)
    if "text" in line:
        points.append(line)
    elif "size" in line and "centre" in line:
        known = {centre(word["text"].split()[0]): word for word in points}
        homes[line["centre"]] = line["group"]
        sizes[line["centre"]] = line["size"]
if behaviour == "dies":
    print(json.dumps({"id": points[0]["id"], "group": "n0", "vector": centre("a")}), flush=True)
    print("Something broke.", file=sys.stderr)
    sys.exit(1)
if behaviour == "hangs up":
    print(json.dumps({"id": points[0]["id"], "group": "n0", "vector": centre("a")}), flush=True)
    sys.exit(0)
if behaviour == "nonsense":
    print("…{")
    sys.exit(0)
print(json.dumps({"progress": 0.5}), flush=True)
for point in sorted(points, key=lambda one: one["id"]):
    word = (point["text"].split() or [""])[0].lower()
    key = centre(word)
    if key not in homes:
        homes[key] = point["group"] if point.get("group") is not None else f"n{len(homes)}"
    members.setdefault(key, []).append(point["id"])
    told = {"id": point["id"], "group": homes[key]}
    if "vector" not in point:
        told["vector"] = key
    print(json.dumps(told))
for key, home in homes.items():
    line = {"group": home, "centre": key, "size": sizes.get(key, 0) + len(members.get(key, []))}
    if key in members:
        line |= {"central": members[key][0], "likeness": 0.9}
    print(json.dumps(line | {"nearest": [["returns", 0.5]]}))
print(json.dumps({"done": True}))
