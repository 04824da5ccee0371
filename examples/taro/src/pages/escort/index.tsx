import { useTrack } from '@pugmark/taro';
import { Button, Text, View } from '@tarojs/components';
import { useDidShow } from '@tarojs/taro';
import { useState } from 'react';
import { TRACKING_EVENTS, type TrackingProperties } from '../../tracking-plan';

export default function EscortHall() {
  const track = useTrack<TrackingProperties>();
  const [isGrabbed, setGrabbed] = useState(false);
  const [refreshes, setRefreshes] = useState(0);
  useDidShow(() => setRefreshes((count) => count + 1));
  const grab = () => {
    setGrabbed(true);
    track(TRACKING_EVENTS.ORDER_GRAB, { orderId: 'o-7', escortId: 'e-1', success: true });
  };
  return (
    <View className="page">
      <Text className="title">{isGrabbed ? '抢单成功' : '协和医院 · 明天 9:00'}</Text>
      <Text className="muted">{`已刷新 ${refreshes} 次`}</Text>
      <Button id="grab" className="button" disabled={isGrabbed} onClick={grab}>
        抢单
      </Button>
    </View>
  );
}
