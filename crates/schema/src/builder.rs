//! A short way to write types and properties down.
