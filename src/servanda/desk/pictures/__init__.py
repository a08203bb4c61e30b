"""Pictures as SVG, drawn on the server: no script, no style attribute, colours by the classes of `desk.css`."""
