export default { navigationBarTitleText: '抢单大厅' };
