import { Button, Text, View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { tracker } from '../../tracking';
import { TRACKING_EVENTS } from '../../tracking-plan';

export default function Done() {
  const { orderId = '' } = useRouter().params;
  const rate = () => {
    tracker.track(TRACKING_EVENTS.ORDER_COMPLETED, { orderId, duration: 5400, rating: 5 });
    Taro.reLaunch({ url: '/pages/home/index' });
  };
  return (
    <View className="page">
      <Text className="title">已支付，陪诊师会联系您</Text>
      <Button id="rate" className="button" onClick={rate}>
        完成并评价
      </Button>
    </View>
  );
}
