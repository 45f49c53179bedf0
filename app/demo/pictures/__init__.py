"""Drawn street pictures: no photograph of anybody's street or face stands in the demonstration."""

from app.demo.pictures.camera import Shot, take
from app.demo.pictures.problems import KINDS

__all__ = ["KINDS", "Shot", "take"]
