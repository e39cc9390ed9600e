import { FlaskConical, Landmark, Unplug } from 'lucide-react';
import { useHeader } from '../../state/workstation-context.ts';
import { Chip } from '../../ui/chip.tsx';

const SIZE = 12;

/** The account that receives a live session's orders, in every state of the session; nothing in a replay. */
export function AccountChip() {
  const account = useHeader((header) => header.account, null);
  const simulated = useHeader((header) => header.feed?.simulated ?? false, false);
  if (account === null) return null;
  const { kind, problem } = account;
  const data = { 'data-testid': 'account', 'data-account': kind };
  if (kind === 'simulated') {
    return (
      <Chip
        tone="calm"
        icon={<FlaskConical size={SIZE} />}
        title="Orders are filled in this program, on the live bars; none leaves it"
        data={data}
      >
        Simulated account
      </Chip>
    );
  }
  const [name, where] = simulated
    ? ['Simulator’s paper account', 'Orders go to an account of the simulator, on this machine']
    : ['Alpaca paper account', 'Orders go to Alpaca, to an account with play money'];
  return (
    <Chip
      tone={problem === '' ? 'busy' : 'alarm'}
      icon={problem === '' ? <Landmark size={SIZE} /> : <Unplug size={SIZE} />}
      title={problem === '' ? where : `It accepts no orders: ${problem}`}
      data={data}
    >
      {name}
      {problem === '' ? '' : ': not connected'}
    </Chip>
  );
}
