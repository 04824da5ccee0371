export default {
  pages: ['pages/home/index', 'pages/clinic/index', 'pages/booked/index'],
  window: { navigationBarTitleText: '门诊预约', navigationBarTextStyle: 'black' },
};
