import { Button, Text, View } from '@tarojs/components';
import Taro, { useShareAppMessage } from '@tarojs/taro';
import { useState } from 'react';
import { tracker } from '../../tracking';
import { TRACKING_EVENTS } from '../../tracking-plan';

export default function Home() {
  const [isClaimed, setClaimed] = useState(false);
  useShareAppMessage(() => ({ title: '请人陪诊', path: '/pages/home/index?source=share' }));

  const claim = () => {
    setClaimed(true);
    tracker.track(TRACKING_EVENTS.COUPON_CLAIMED, {
      couponId: 'c-20',
      couponType: 'newcomer',
      source: 'home',
    });
  };

  return (
    <View className="page">
      <View className="card">
        <Text id="title" className="title">
          看病，有人陪
        </Text>
        <Text className="muted">{isClaimed ? '已领取 ¥20' : '新人立减 ¥20'}</Text>
        <Button id="claim" className="button" disabled={isClaimed} onClick={claim}>
          领取
        </Button>
      </View>
      <Button
        id="to-search"
        className="button"
        onClick={() => Taro.navigateTo({ url: '/pages/search/index' })}
      >
        找陪诊师
      </Button>
      <Button
        id="to-escort"
        className="button"
        onClick={() => Taro.navigateTo({ url: '/pages/escort/index' })}
      >
        我是陪诊师
      </Button>
    </View>
  );
}
