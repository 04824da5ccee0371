export default { navigationBarTitleText: '找陪诊师' };
