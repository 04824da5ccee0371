import sensors from 'sa-sdk-javascript/dist/web/sensorsdata.es6.js';

/** Its storage queue; the cap of 200 records, above which it sends each event alone, is lifted for the burst. */
export function init(url) {
  sensors.init({
    server_url: `${url}/sa?project=bench`,
    send_type: 'ajax',
    batch_send: { storage_length: 20_000 },
    heatmap: { clickmap: 'not_collect', scroll_notice_map: 'not_collect' },
    show_log: false,
  });
}
export function track(name, properties) {
  sensors.track(name, properties);
}
export function setUser(userId) {
  sensors.login(userId);
}
/** Sensors has no flush: its queue is sent every six seconds. */
export function flush() {}
