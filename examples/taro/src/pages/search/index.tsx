import { Input, Text, View } from '@tarojs/components';
import Taro from '@tarojs/taro';
import { useState } from 'react';
import { DEPARTMENTS, search } from '../../escorts';
import { tracker } from '../../tracking';
import { TRACKING_EVENTS } from '../../tracking-plan';

export default function Search() {
  const [keyword, setKeyword] = useState('');
  const [department, setDepartment] = useState('');
  const found = search(keyword, department);

  const enter = (text: string) => {
    setKeyword(text);
    tracker.track(TRACKING_EVENTS.SEARCH, { keyword: text, resultCount: search(text, department).length });
  };
  const filter = (value: string) => {
    setDepartment(value);
    tracker.track(TRACKING_EVENTS.FILTER_CHANGE, { filterType: 'department', filterValue: value });
  };

  return (
    <View className="page">
      <Input
        id="keyword"
        className="field"
        placeholder="医院或姓名"
        onInput={({ detail }) => enter(detail.value)}
      />
      <View className="row">
        {DEPARTMENTS.map((name, index) => (
          <View
            id={`department-${index}`}
            key={name}
            className={name === department ? 'chip chip-on' : 'chip'}
            onClick={() => filter(name)}
          >
            {name}
          </View>
        ))}
      </View>
      {found.map(({ id, name, hospital, price }) => (
        <View
          id={id}
          key={id}
          className="card"
          onClick={() => Taro.navigateTo({ url: `/pages/order/index?escortId=${id}` })}
        >
          <Text className="title">{name}</Text>
          <Text className="muted">
            {hospital} ¥{price}
          </Text>
        </View>
      ))}
    </View>
  );
}
