export default { navigationBarTitleText: '首页', enableShareAppMessage: true, enableShareTimeline: true };
