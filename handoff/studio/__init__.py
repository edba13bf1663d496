"""Behind the studio's pages: what edits, trains and publishes content, beside the desk."""
