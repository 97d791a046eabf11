// An install must never fail because a browser could not be downloaded: scripts/setup finds or fetches one.
module.exports = { skipDownload: true };
