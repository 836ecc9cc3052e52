"""Lets the tests of this folder see each other's modules."""
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent))
