export default {
  pages: [
    'pages/home/index',
    'pages/search/index',
    'pages/order/index',
    'pages/done/index',
    'pages/escort/index',
  ],
  window: {
    navigationBarTitleText: '陪诊',
    navigationBarBackgroundColor: '#ffffff',
    navigationBarTextStyle: 'black',
  },
};
