"""The pictures: records in, numbers for a template of SVG out. No Django."""
