"""Downloads of public event data, with checksums, mirrors, resume and back-off."""
