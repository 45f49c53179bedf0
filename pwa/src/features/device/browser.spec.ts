import { afterEach, describe, expect, it, vi } from 'vitest'
import { hostOf, isInstalled, wayOf } from './browser'

const android = 'Mozilla/5.0 (Linux; Android 14; PHX110) AppleWebKit/537.36 (KHTML, like Gecko)'
const iphone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)'
const mac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Safari/605.1.15'

afterEach(() => vi.unstubAllGlobals())

describe('a page inside another app', () => {
  it.each([
    ['wechat', `${android} Version/4.0 Chrome/116.0 Mobile Safari/537.36 XWEB/1160117 MMWEBSDK/20240301 MicroMessenger/8.0.48.2580(0x28003036) WeChat/arm64 NetType/4G`],
    ['wechat', `${iphone} Mobile/15E148 MicroMessenger/8.0.49(0x18003137) NetType/WIFI Language/zh_CN`],
    ['wxwork', `${android} Version/4.0 Chrome/107.0 Mobile Safari/537.36 wxwork/4.1.22 MicroMessenger/7.0.1`],
    ['dingtalk', `${iphone} Mobile/15E148 AliApp(DingTalk/7.5.10) com.laiwang.DingTalk/7.5.10 Channel/201200`],
    ['feishu', `${android} Chrome/110.0 Mobile Safari/537.36 Lark/7.9.9 LarkLocale/zh_CN`],
    ['qq', `${android} Version/4.0 Chrome/98.0 MQQBrowser/6.2 TBS/046291 Mobile Safari/537.36 V1_AND_SQ_8.9.8 QQ/8.9.8.9000 NetType/WIFI`],
    ['weibo', `${iphone} Mobile/15E148 Weibo (iPhone13,2__weibo__14.5.0__iphone__os17.5)`],
    ['alipay', `${android} Chrome/105.0 Mobile Safari/537.36 AliApp(AP/10.5.90) AlipayClient/10.5.90`],
    ['other', `${android.replace('PHX110)', 'PHX110; wv)')} Version/4.0 Chrome/116.0 Mobile Safari/537.36`],
  ])('is known by its name: %s', (host, agent) => {
    expect(hostOf(agent)).toBe(host)
  })

  it.each([
    ['Chrome', `${android} Chrome/126.0.0.0 Mobile Safari/537.36`],
    ['Safari', `${iphone} Version/17.5 Mobile/15E148 Safari/604.1`],
    ['QQ’s browser of its own', `${android} Version/4.0 Chrome/98.0 MQQBrowser/14.0 Mobile Safari/537.36`],
    ['Xiaomi’s browser', `${android} Version/4.0 Chrome/100.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.4.5`],
  ])('is not taken for one: %s', (_, agent) => {
    expect(hostOf(agent)).toBeNull()
  })
})

describe('the way onto the home screen', () => {
  it.each([
    ['safari', `${iphone} Version/17.5 Mobile/15E148 Safari/604.1`, 5],
    ['safari', mac, 5],
    ['desk', mac, 0],
    ['other-ios', `${iphone} CriOS/126.0 Mobile/15E148 Safari/604.1`, 5],
    ['top', `${android} Chrome/126.0.0.0 Mobile Safari/537.36`, 5],
    ['bottom', `${android} Chrome/114.0 Mobile Safari/537.36 HuaweiBrowser/15.0.4`, 5],
    ['bottom', `${android} Version/4.0 Chrome/100.0 Mobile Safari/537.36 XiaoMi/MiuiBrowser/18.4.5`, 5],
    ['bottom', `${android} Version/4.0 Chrome/115.0 Mobile Safari/537.36 HeyTapBrowser/45.10`, 5],
    ['bottom', `${android} Chrome/87.0 Mobile Safari/537.36 VivoBrowser/15.3`, 5],
    ['desk', 'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0 Safari/537.36', 0],
  ])('is %s', (way, agent, touches) => {
    expect(wayOf(agent, touches)).toBe(way)
  })
})

it.each([[true, false, true], [false, true, true], [false, false, false]])('knows its own window', (matches, standalone, installed) => {
  vi.stubGlobal('matchMedia', () => ({ matches }))
  vi.stubGlobal('navigator', { standalone })
  expect(isInstalled()).toBe(installed)
})
