-- blob_scan_next: content that waits to be scanned, taken for two minutes
-- role: skranke_clock
-- out: maybe (tenant_id, sha256, pieces)
SELECT tenant_id, sha256, pieces FROM blob_scan_next()
