"""From text to records, each with its quotation; pure: no network, clock or database."""
