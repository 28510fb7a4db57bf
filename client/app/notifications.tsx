import { Notifications } from '@mantine/notifications';
import '@mantine/notifications/styles.css';
import styles from './notifications.module.css';

export const Notices = () => <Notifications position="bottom-right" limit={4} classNames={{ root: styles.root }} />;
