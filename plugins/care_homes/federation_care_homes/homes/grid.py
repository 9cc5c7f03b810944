"""From latitude and longitude (WGS84) to metres east and north of the National Grid (OSGB36), to within some metres: the
formulas of Ordnance Survey's "A guide to coordinate systems in Great Britain", annexes B and C.
"""

from math import atan2, cos, radians, sin, sqrt, tan

_WGS_A, _WGS_B = 6378137.0, 6356752.314245
_AIRY_A, _AIRY_B = 6377563.396, 6356256.909
_SCALE, _LAT, _LON, _EAST, _NORTH = 0.9996012717, radians(49), radians(-2), 400_000, -100_000
_MOVE = (-446.448, 125.157, -542.060)
_TURN = tuple(radians(seconds / 3600) for seconds in (-0.1502, -0.2470, -0.8421))
_GROW = 20.4894e-6


def to_grid(latitude: float, longitude: float) -> tuple[int, int]:
    """Whole metres to the east and to the north of a place in Great Britain, given in degrees."""
    return _projected(*_shifted(radians(latitude), radians(longitude)))


def _shifted(lat: float, lon: float) -> tuple[float, float]:
    """The same place on the older figure of the earth."""
    squared = 1 - (_WGS_B / _WGS_A) ** 2
    radius = _WGS_A / sqrt(1 - squared * sin(lat) ** 2)
    x, y, z = radius * cos(lat) * cos(lon), radius * cos(lat) * sin(lon), radius * (1 - squared) * sin(lat)
    (tx, ty, tz), (rx, ry, rz), grow = _MOVE, _TURN, 1 + _GROW
    x, y, z = (
        tx + x * grow - y * rz + z * ry,
        ty + x * rz + y * grow - z * rx,
        tz - x * ry + y * rx + z * grow,
    )
    squared, flat = 1 - (_AIRY_B / _AIRY_A) ** 2, sqrt(x * x + y * y)
    found = atan2(z, flat * (1 - squared))
    for _step in range(8):
        radius = _AIRY_A / sqrt(1 - squared * sin(found) ** 2)
        found = atan2(z + squared * radius * sin(found), flat)
    return found, atan2(y, x)


def _projected(lat: float, lon: float) -> tuple[int, int]:
    n, squared = (_AIRY_A - _AIRY_B) / (_AIRY_A + _AIRY_B), 1 - (_AIRY_B / _AIRY_A) ** 2
    nu = _AIRY_A * _SCALE / sqrt(1 - squared * sin(lat) ** 2)
    rho = _AIRY_A * _SCALE * (1 - squared) / (1 - squared * sin(lat) ** 2) ** 1.5
    eta, t, c, s = nu / rho - 1, tan(lat), cos(lat), sin(lat)
    less, more = lat - _LAT, lat + _LAT
    arc = (
        (1 + n + 1.25 * n**2 + 1.25 * n**3) * less
        - (3 * n + 3 * n**2 + 2.625 * n**3) * sin(less) * cos(more)
        + 1.875 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )
    way = lon - _LON
    north = (
        _AIRY_B * _SCALE * arc
        + _NORTH
        + nu / 2 * s * c * way**2
        + nu / 24 * s * c**3 * (5 - t**2 + 9 * eta) * way**4
        + nu / 720 * s * c**5 * (61 - 58 * t**2 + t**4) * way**6
    )
    east = (
        _EAST
        + nu * c * way
        + nu / 6 * c**3 * (nu / rho - t**2) * way**3
        + nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta - 58 * t**2 * eta) * way**5
    )
    return round(east), round(north)
