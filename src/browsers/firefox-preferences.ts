export type Preferences = Readonly<Record<string, string | number | boolean>>;

/** No services of the browser and nothing that slows it down; its remote agent sets more of the kind. */
export const quietPreferences: Preferences = {
  'app.normandy.enabled': false,
  'app.update.disabledForTesting': true,
  'browser.contentblocking.category': 'custom',
  'browser.newtab.preload': false,
  'browser.newtabpage.enabled': false,
  'browser.safebrowsing.blockedURIs.enabled': false,
  'browser.safebrowsing.downloads.enabled': false,
  'browser.safebrowsing.malware.enabled': false,
  'browser.safebrowsing.phishing.enabled': false,
  'browser.sessionstore.resume_from_crash': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.page': 0,
  'datareporting.policy.dataSubmissionEnabled': false,
  'dom.disable_open_during_load': true,
  'dom.ipc.reportProcessHangs': false,
  // Pages of all sites share a few processes: each takes a fifth of a second to start.
  'fission.webContentIsolationStrategy': 0,
  'dom.ipc.processCount': 4,
  'dom.ipc.keepProcessesAlive.web': 4,
  'dom.ipc.processPrelaunch.enabled': false,
  'extensions.update.enabled': false,
  // Frames a second: the window is not visible, and painting takes a seventh of all CPU time of a run.
  'layout.frame_rate': 10,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
  'network.http.speculative-parallel-limit': 0,
  'privacy.trackingprotection.enabled': false,
  'security.certerrors.mitm.priming.enabled': false,
  'toolkit.startup.max_resumed_crashes': -1,
  'toolkit.telemetry.enabled': false,
};

/** What checks depend on. */
export function firefoxPreferences({
  host,
  port,
}: {
  readonly host: string;
  readonly port: number;
}): Preferences {
  return {
    'network.proxy.type': 1,
    'network.proxy.http': host,
    'network.proxy.http_port': port,
    'network.proxy.ssl': host,
    'network.proxy.ssl_port': port,
    'network.proxy.no_proxies_on': '',
    // Without this, requests to loopback targets bypass the proxy.
    'network.proxy.allow_hijacking_localhost': true,
    // Third-party cookies are sent, and not partitioned by the page's site.
    'network.cookie.cookieBehavior': 0,
    // No traffic bypasses the proxy: no UDP of WebRTC or QUIC, no DNS.
    'media.peerconnection.enabled': false,
    // Firefox would retry its own requests without the proxy when the proxy refuses them.
    'network.proxy.failover_direct': false,
    'network.proxy.allow_bypass': false,
    'network.webtransport.enabled': false,
    'network.http.http3.enable': false,
    'network.dns.disablePrefetch': true,
    'network.dns.disablePrefetchFromHTTPS': true,
    // No upgrades of http to https.
    'dom.security.https_first': false,
    // No throttling of timers in background tabs, because several pages run concurrently.
    'dom.min_background_timeout_value': 4,
    'dom.timeout.enable_budget_timer_throttling': false,
  };
}
