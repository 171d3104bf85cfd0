"""Writes countries.json: the outlines of countries for the maps, and where their marks stand.

    python -m fusionsite.pictures.make_outlines FOLDER

FOLDER holds countries-110m.json, countries-50m.json and countries-10m.json of world-atlas 2.0.2
(https://github.com/topojson/world-atlas, ISC), which are Natural Earth, in the public domain.
The same files give the same bytes.
"""

import json
import math
import sys
from itertools import pairwise
from pathlib import Path

from django_countries.data import ALT_CODES

from fusionsite.pictures.projection import EUROPE, WORLD, equal_earth, simplify

OUTLINES = Path(__file__).with_name("countries.json")
NOTE = "Boundaries: Natural Earth, public domain, by way of world-atlas 2.0.2 (ISC)."
CODES = {f"{number:03}": code for code, (_letters, number) in ALT_CODES.items()}
ANTARCTICA = "AQ"
# Shapes that ISO 3166-1 gives no code are drawn with the countries that have no agreement.
NO_CODE = ""
BEYOND = 12
# Where a mark stands when not in the middle of the largest piece of land: the UK's in Culham.
PLACES = {
    "GB": (-1.23, 51.66),
    "US": (-97, 39),
    "CA": (-103, 57),
    "RU": (95, 62),
    "SE": (15.5, 60),
    "IT": (12.5, 42.9),
    "CL": (-70.9, -33),
    # Parts of others in Natural Earth.
    "BQ": (-68.3, 12.2),
    "BV": (3.4, -54.4),
    "CC": (96.8, -12.2),
    "CX": (105.7, -10.5),
    "GF": (-53, 4),
    "GP": (-61.5, 16.2),
    "MQ": (-61, 14.7),
    "RE": (55.5, -21.1),
    "SJ": (16, 78.5),
    "TK": (-171.8, -9.2),
    "YT": (45.2, -12.8),
}


def read_rings(path):
    """(arcs, {code: [ring]}): arcs of longitudes and latitudes, rings as numbers of arcs."""
    atlas = json.loads(path.read_text())
    scale, shift = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = [unwrapped(decoded(arc, scale, shift)) for arc in atlas["arcs"]]
    rings = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        code = CODES.get(shape.get("id"), NO_CODE)
        pieces = shape.get("arcs", [])
        polygons = pieces if shape["type"] == "MultiPolygon" else [pieces]
        rings.setdefault(code, []).extend(ring for polygon in polygons for ring in polygon)
    return arcs, rings


def decoded(arc, scale, shift):
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        yield x * scale[0] + shift[0], y * scale[1] + shift[1]


def unwrapped(points):
    """Longitudes that run on where the line crosses 180 degrees."""
    line = []
    for lon, lat in points:
        if line:
            lon += round((line[-1][0] - lon) / 360) * 360
        line.append((lon, lat))
    return line


def joined(arcs, ring):
    line = []
    for number in ring:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        line += arc[1:] if line else arc
    line = unwrapped(line)
    return [(lon + 360, lat) for lon, lat in line] if max(line)[0] < -178 else line


def outlines(path, frame, tolerance, smallest):
    """{code: path data} of what shows in the frame. Neighbours share arcs, so they still meet."""
    arcs, rings = read_rings(path)
    short = [shortened(arc, frame, tolerance) for arc in arcs]
    found = {}
    for code, pieces in sorted(rings.items()):
        shapes = [clipped([frame.project(*p) for p in joined(short, r)], frame) for r in pieces]
        data = "".join(path_data(s) for s in shapes if abs(area(s)) > smallest)
        if data and code != ANTARCTICA:
            found[code] = data
    return found


def shortened(arc, frame, tolerance):
    kept = set(simplify([frame.project(*point) for point in arc], tolerance))
    return [point for point in arc if frame.project(*point) in kept]


def clipped(points, frame):
    """Sutherland–Hodgman, a little beyond the edges so that no line is drawn along them."""
    edges = [(0, -BEYOND, 1), (0, frame.width + BEYOND, -1)]
    edges += [(1, -BEYOND, 1), (1, frame.height + BEYOND, -1)]
    for axis, bound, sign in edges:
        inside = [sign * (point[axis] - bound) >= 0 for point in points]
        kept = []
        for place, point in enumerate(points):
            before = points[place - 1]
            if inside[place] != inside[place - 1]:
                part = (bound - before[axis]) / (point[axis] - before[axis])
                kept.append(tuple(a + (b - a) * part for a, b in zip(before, point, strict=True)))
            if inside[place]:
                kept.append(point)
        points = kept
    return points


def area(points):
    pairs = zip(points, points[1:] + points[:1], strict=True)
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pairs) / 2


def path_data(points):
    """Whole numbers, relative: half as long as absolute decimals."""
    whole = [(round(x), round(y)) for x, y in points]
    steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(whole)]
    words = [f"{dx} {dy}" for dx, dy in steps if dx or dy]
    if len(words) < 3:
        return ""
    return f"M{whole[0][0]} {whole[0][1]}l{' '.join(words)}z".replace(" -", "-")


def places(path):
    """{code: (longitude, latitude)} of the point of its largest land that is farthest from a coast
    or border."""
    arcs, rings = read_rings(path)
    found = {}
    for code, pieces in rings.items():
        if code not in (NO_CODE, ANTARCTICA):
            found[code] = middle(max((joined(arcs, r) for r in pieces), key=area_on_globe))
    return dict(sorted({**found, **PLACES}.items()))


def area_on_globe(points):
    return abs(area([equal_earth(*point) for point in points]))


def middle(points):
    west, east = min(p[0] for p in points), max(p[0] for p in points)
    south, north = min(p[1] for p in points), max(p[1] for p in points)
    outline = simplify(points, max(east - west, north - south) / 150)
    lon, lat, width, height = (west + east) / 2, (south + north) / 2, east - west, north - south
    for _step in range(4):
        spots = [
            (lon + width * (i / 16 - 0.5), lat + height * (j / 16 - 0.5))
            for i in range(17)
            for j in range(17)
        ]
        lon, lat = max(spots, key=lambda spot: depth(spot, outline))
        width, height = width / 6, height / 6
    return round((lon + 180) % 360 - 180, 1), round(lat, 1)


def depth(spot, outline):
    """How far inside the outline, in degrees of latitude; negative outside."""
    across = math.cos(math.radians(spot[1]))
    flat = [((lon - spot[0]) * across, lat - spot[1]) for lon, lat in outline]
    inside, nearest = False, math.inf
    for (ax, ay), (bx, by) in zip(flat, flat[1:] + flat[:1], strict=True):
        if (ay > 0) != (by > 0) and ax - ay * (bx - ax) / (by - ay) > 0:
            inside = not inside
        dx, dy = bx - ax, by - ay
        along = -(ax * dx + ay * dy) / (dx * dx + dy * dy) if dx or dy else 0
        along = min(1, max(0, along))
        nearest = min(nearest, math.hypot(ax + along * dx, ay + along * dy))
    return nearest if inside else -nearest


def main(folder):
    countries = {
        "note": NOTE,
        "world": outlines(folder / "countries-110m.json", WORLD, 0.85, 9),
        "europe": outlines(folder / "countries-50m.json", EUROPE, 2.6, 80),
        "places": places(folder / "countries-10m.json"),
    }
    OUTLINES.write_text(json.dumps(countries, indent=0, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
