import { Button, Text, View } from '@tarojs/components';
import Taro, { useShareAppMessage, useShareTimeline } from '@tarojs/taro';
import { useState } from 'react';
import { asksForConsent, tracker } from '../../tracking';
import { TRACKING_EVENTS } from '../../tracking-plan';

export default function Home() {
  const [isClaimed, setClaimed] = useState(false);
  const [isAsking, setAsking] = useState(asksForConsent);
  useShareTimeline(() => ({ title: '看病，有人陪' }));
  useShareAppMessage(() => ({ title: '请人陪诊', path: '/pages/home/index?source=share' }));

  const claim = () => {
    setClaimed(true);
    tracker.track(TRACKING_EVENTS.COUPON_CLAIMED, {
      couponId: 'c-20',
      couponType: 'newcomer',
      source: 'home',
    });
  };

  const decide = (consent: 'granted' | 'denied') => {
    setAsking(false);
    tracker.setConsent(consent);
  };

  return (
    <View className="page">
      {isAsking && (
        <View className="card">
          <Text className="muted">我们统计使用情况以改进服务，不含病情。</Text>
          <Button id="agree" className="button" onClick={() => decide('granted')}>
            同意
          </Button>
          <Button id="decline" className="button" onClick={() => decide('denied')}>
            不同意
          </Button>
        </View>
      )}
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
