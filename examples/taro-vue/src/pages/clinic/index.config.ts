export default { navigationBarTitleText: '门诊详情' };
