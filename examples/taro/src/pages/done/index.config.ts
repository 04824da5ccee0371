export default { navigationBarTitleText: '订单完成' };
