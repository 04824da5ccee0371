import { usePageTracking } from '@pugmark/taro';
import { Button, Text, View } from '@tarojs/components';
import Taro, { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import { findEscort } from '../../escorts';
import { tracker } from '../../tracking';
import { TRACKING_EVENTS } from '../../tracking-plan';

const DISCOUNT = 20;

export default function Order() {
  const escort = findEscort(useRouter().params.escortId);
  usePageTracking({ properties: { escortId: escort.id } });
  const [orderId, setOrderId] = useState('');
  const amount = escort.price - DISCOUNT;

  const order = () => {
    const id = `o-${Date.now()}`;
    setOrderId(id);
    tracker.track(TRACKING_EVENTS.ORDER_CREATED, {
      orderId: id,
      orderNo: id.slice(2),
      amount,
      escortId: escort.id,
    });
    tracker.track(TRACKING_EVENTS.COUPON_USED, { couponId: 'c-20', orderId: id, discount: DISCOUNT });
  };
  const pay = () => {
    tracker.track(TRACKING_EVENTS.ORDER_PAID, { orderId, paymentMethod: 'wechat', amount });
    Taro.redirectTo({ url: `/pages/done/index?orderId=${orderId}` });
  };

  return (
    <View className="page">
      <View className="card">
        <Text className="title">{escort.name}</Text>
        <Text className="muted">
          ¥{escort.price} − ¥{DISCOUNT}
        </Text>
      </View>
      {orderId ? (
        <Button id="pay" className="button" onClick={pay}>
          支付 ¥{amount}
        </Button>
      ) : (
        <Button id="order" className="button" onClick={order}>
          下单
        </Button>
      )}
    </View>
  );
}
