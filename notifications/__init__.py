"""Who was told what: outgoing mail, signed addresses and links."""
