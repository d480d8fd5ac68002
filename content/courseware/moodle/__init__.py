"""Banks of questions in Moodle's formats, GIFT and Moodle XML: read into our Markdown, written from a sealed class."""
