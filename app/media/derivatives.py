"""What is shown of a photo: JPEGs of our own making in three sizes, upright, sRGB, free of metadata."""

import io
from typing import NamedTuple

import pillow_heif
from PIL import Image, ImageCms

from app.media import exif
from app.media.formats import recognise
from app.media.likeness import perceptual_hash

SCREEN_SIDE, THUMB_SIDE = 1600, 360
QUALITY_FULL, QUALITY_SCREEN, QUALITY_THUMB = 92, 85, 80
DECODERS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/heic": "HEIF"}
UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Derivatives(NamedTuple):
    """JPEG files, and the hash of what they show.

    `full` has every pixel of the original; None where `screen` already has.
    """

    thumb: bytes
    screen: bytes
    full: bytes | None
    perceptual_hash: int


def hash_shown(jpeg: bytes) -> int:
    """The perceptual hash of a JPEG of our own making."""
    with Image.open(io.BytesIO(jpeg), formats=["JPEG"]) as picture:
        return perceptual_hash(picture)


def derive(original: bytes, max_pixels: int) -> Derivatives:
    """Decode once, scale down twice. Raises whatever a decoder raises; meant for a process of its own."""
    picture = _decode(original, max_pixels)
    full = _encode(picture, QUALITY_FULL) if max(picture.size) > SCREEN_SIDE else None
    picture.thumbnail((SCREEN_SIDE, SCREEN_SIDE), Image.Resampling.LANCZOS, reducing_gap=2.0)
    screen = _encode(picture, QUALITY_SCREEN)
    picture.thumbnail((THUMB_SIDE, THUMB_SIDE), Image.Resampling.LANCZOS)
    thumb = _encode(picture, QUALITY_THUMB)
    # Of the file and not of the pixels before: a hash made of the file later on is then the same.
    return Derivatives(thumb, screen, full, hash_shown(thumb))


def _decode(original: bytes, max_pixels: int) -> Image.Image:
    """The first frame, upright, RGB."""
    kind = recognise(original)
    if kind is None:
        raise ValueError("no picture")
    Image.MAX_IMAGE_PIXELS = max_pixels
    pillow_heif.register_heif_opener(thumbnails=False, depth_images=False, aux_images=False, decode_threads=1)
    with Image.open(io.BytesIO(original), formats=[DECODERS[kind.content_type]]) as file:
        if file.width * file.height > max_pixels:
            raise ValueError("larger than its header said")
        picture = _to_srgb(file)
    # libheif turns the picture itself; turning it by the camera's note again would be once too often.
    orientation = 1 if kind.content_type == "image/heic" else exif.read(kind.exif(original)).orientation
    return picture.transpose(UPRIGHT[orientation]) if orientation in UPRIGHT else picture


def _to_srgb(picture: Image.Image) -> Image.Image:
    profile = picture.info.get("icc_profile")
    picture = _opaque(picture)
    if profile and picture.mode in {"RGB", "CMYK", "L"}:
        try:
            source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(source):
                converted = ImageCms.profileToProfile(
                    picture, source, ImageCms.createProfile("sRGB"), outputMode="RGB"
                )
                picture = converted or picture
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a broken profile costs some colour, not the picture
    return picture.convert("RGB")


def _opaque(picture: Image.Image) -> Image.Image:
    """What shines through becomes white; sixteen grey bits become eight."""
    if picture.mode.startswith("I"):
        return picture.convert("I").point(lambda value: value / 256).convert("L")
    if "A" not in picture.getbands() and "transparency" not in picture.info:
        return picture.convert("RGB") if picture.mode not in {"RGB", "CMYK", "L"} else picture
    layered = picture.convert("RGBA")
    ground = Image.new("RGBA", layered.size, "white")
    return Image.alpha_composite(ground, layered).convert("RGB")


def _encode(picture: Image.Image, quality: int) -> bytes:
    picture.info = {}  # the encoder would carry comments and resolution over
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality)
    return out.getvalue()
