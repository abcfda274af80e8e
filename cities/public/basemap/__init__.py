"""The land under the maps: generated coastlines, their projections and their generator."""
