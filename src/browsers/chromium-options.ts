/** Disabled features: start-up traffic and upgrades of http. Features that affect CORS and redirects stay as users have them. */
const disabledFeatures = [
  'HttpsUpgrades',
  'DestroyProfileOnBrowserClose',
  'DialMediaRouteProvider',
  'MediaRouter',
  'NetworkTimeServiceQuerying',
  'OptimizationHints',
  'Translate',
];

/** No questions, no services of the browser, nothing that slows a tab in the background down. */
const quiet = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-field-trial-config',
  '--disable-background-networking',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-back-forward-cache',
  '--disable-breakpad',
  '--disable-client-side-phishing-detection',
  '--disable-component-extensions-with-background-pages',
  '--disable-component-update',
  '--disable-default-apps',
  // Containers often have a small /dev/shm.
  '--disable-dev-shm-usage',
  '--disable-extensions',
  '--disable-hang-monitor',
  '--disable-ipc-flooding-protection',
  '--disable-popup-blocking',
  '--disable-prompt-on-repost',
  '--disable-search-engine-choice-screen',
  // A process for each site doubles the cost of a run. The headless shell has none either, and the results are equal.
  '--disable-site-isolation-trials',
  '--disable-sync',
  '--enable-automation',
  '--hide-scrollbars',
  '--metrics-recording-only',
  '--mute-audio',
  '--no-service-autorun',
  '--password-store=basic',
  '--use-mock-keychain',
];

/** WebRTC only over TCP through the proxy, which refuses undeclared destinations. */
const withoutUdp = 'disable_non_proxied_udp';

/** Third-party cookies can be allowed by a profile, but not by a switch. */
export const chromiumPreferences = {
  profile: { cookie_controls_mode: 0, block_third_party_cookies: false },
  webrtc: { ip_handling_policy: withoutUdp, multiple_routes_enabled: false, nonproxied_udp_enabled: false },
};

/**
 * https://peter.sh/experiments/chromium-command-line-switches/
 * @param proxy host and port
 */
export function chromiumSwitches(proxy: string, certificateFingerprint: string): readonly string[] {
  return [
    '--headless',
    ...quiet,
    `--proxy-server=http://${proxy}`,
    // Replaces Chromium's default, which connects to loopback targets without the proxy.
    '--proxy-bypass-list=<-loopback>',
    `--disable-features=${disabledFeatures.join(',')}`,
    // No traffic bypasses the proxy: no UDP of WebRTC or QUIC, and no DNS, because the proxy knows all names.
    `--force-webrtc-ip-handling-policy=${withoutUdp}`,
    `--webrtc-ip-handling-policy=${withoutUdp}`,
    '--disable-quic',
    `--host-resolver-rules=MAP * ~NOTFOUND , EXCLUDE ${new URL(`http://${proxy}`).hostname}`,
    // Trusts certificates with this key. Merely ignored errors would exclude responses from the cache.
    `--ignore-certificate-errors-spki-list=${certificateFingerprint}`,
  ];
}
