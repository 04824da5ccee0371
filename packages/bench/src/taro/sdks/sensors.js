import sensors from 'sa-sdk-miniprogram';

export function init({ apiUrl }) {
  sensors.setPara({ name: 'sensors', server_url: apiUrl, batch_send: true });
  sensors.init();
  return { track: (name, properties) => sensors.track(name, properties), setConsent: () => {} };
}
export const useTrack = () => (name, properties) => sensors.track(name, properties);
export const usePageTracking = () => {};
