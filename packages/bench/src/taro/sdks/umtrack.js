import uma from 'umtrack-wx';

export function init() {
  uma.init({ appKey: 'bench' });
  return { track: (name, properties) => uma.trackEvent(name, properties), setConsent: () => {} };
}
export const useTrack = () => (name, properties) => uma.trackEvent(name, properties);
export const usePageTracking = () => {};
