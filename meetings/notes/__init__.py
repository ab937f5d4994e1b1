"""The notes of a meeting: written by many, one a section; read through, sent, and acted upon."""
