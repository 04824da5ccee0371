const apiUrl = 'https://collect.example.com';

const uuid = () =>
  'xxxxxxxx-xxxx-4xxx-8xxx-xxxxxxxxxxxx'.replace(/x/g, () => Math.floor(Math.random() * 16).toString(16));
const deviceId = wx.getStorageSync('deviceId') || uuid();
wx.setStorageSync('deviceId', deviceId);
const sessionId = uuid();

function track(eventName, properties = {}) {
  const eventTime = new Date().toISOString();
  const event = {
    eventId: uuid(),
    eventName,
    eventTime,
    deviceId,
    sessionId,
    platform: 'miniapp',
    properties,
  };
  wx.request({ url: `${apiUrl}/tracking/events/batch`, method: 'POST', data: { events: [event] } });
}

Page({
  onShow() {
    track('page_view', { pagePath: this.route });
  },
  onPay(tap) {
    track('order_paid', { amount: tap.currentTarget.dataset.amount });
  },
});
