"""How like two pictures are, by perceptual hashes: 64 bits that outlive scaling, compression and small edits.

A bit says whether a picture, shrunk to 9 × 8 greys, gets brighter from one field to its right neighbour (the
"difference hash"). Brightness and contrast as a whole thus make no difference.
"""

from PIL import Image

COLUMNS, ROWS = 8, 8
BITS = COLUMNS * ROWS
ALL_BITS = (1 << BITS) - 1
UNLIKE_BITS = BITS // 4
"""Pictures of different things differ in half of their bits, give or take 4: these are strangers."""


def perceptual_hash(picture: Image.Image) -> int:
    """Of an upright picture; signed, as databases keep 64 bits. Does not change the picture."""
    small = picture.convert("L").resize((COLUMNS + 1, ROWS), Image.Resampling.LANCZOS)
    greys = small.tobytes()
    bits = 0
    for row in range(ROWS):
        for at in range(row * (COLUMNS + 1), row * (COLUMNS + 1) + COLUMNS):
            bits = bits << 1 | (greys[at] < greys[at + 1])
    return bits - (1 << BITS) if bits >> (BITS - 1) else bits


def differing_bits(one: int, other: int) -> int:
    """From 0, the same, to 64, one the negative of the other."""
    return ((one ^ other) & ALL_BITS).bit_count()


def likeness(one: int, other: int) -> float:
    """From 1.0, the same picture as far as one can see, to 0.0, nothing in common."""
    return max(0.0, 1.0 - differing_bits(one, other) / UNLIKE_BITS)
