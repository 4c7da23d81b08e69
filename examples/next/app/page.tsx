import { Header } from './header';

/** A server component: the address is read for each request, and the bell is in the HTML before any script runs. */
export const dynamic = 'force-dynamic';

export default function Page() {
  const socketUrl = process.env.BECKON_SOCKET;
  if (!socketUrl) {
    throw new Error('set BECKON_SOCKET to ws://GATEWAY/socket; ./beckon up prints the gateway');
  }
  return <Header socketUrl={socketUrl} />;
}
