"""Photos cut to one shape, so that a pair stands level."""

from io import BytesIO

from PIL import Image, ImageOps

SHAPE = (4, 3)


def fitted(jpeg: bytes, width: int) -> Image.Image:
    """The middle of the photo, four by three, this many pixels wide."""
    with Image.open(BytesIO(jpeg)) as image:
        image.draft("RGB", (width * 2, width * 2))
        return ImageOps.fit(image.convert("RGB"), (width, width * SHAPE[1] // SHAPE[0]))


def as_jpeg(image: Image.Image) -> bytes:
    """For a document."""
    content = BytesIO()
    image.save(content, "JPEG", quality=82)
    return content.getvalue()
