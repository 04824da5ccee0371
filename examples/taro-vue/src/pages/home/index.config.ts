export default { navigationBarTitleText: '门诊', enableShareAppMessage: true };
